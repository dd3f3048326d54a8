/**
 * The OpenAPI 3.1 document of both planes, made from the resource classes themselves.
 *
 * <p>Promise: {@code /openapi.yaml} is what the code does. A new resource is in it by being served;
 * nobody writes, generates or edits a file. What has no class (servlets, shared answers) stands in
 * {@code openapi/base.json}.
 *
 * <p>The conventions that make it so: {@code operationId} is the method's name, verb and noun; a
 * method that returns {@code Response} and is called {@code getIssue} or {@code listIssues} answers
 * with the record {@code IssueView} (nested in its resource or beside it), as a page if it takes a
 * {@link org.rowhouse.http.Paging}; a {@link org.rowhouse.http.MergePatch} changes the members of
 * {@code IssueChange} or {@code IssueInput}; Jakarta Validation's constraints become schema
 * keywords. {@link org.rowhouse.http.openapi.Answers} says what differs.
 *
 * <p>Refusal: no annotation for prose, no second model of the API. Reason: build-time generators
 * see {@code Response} and our dynamic {@link org.rowhouse.http.PlaneApplication} as nothing, and
 * would cost every resource method more annotations than it has lines.
 */
package org.rowhouse.http.openapi;
