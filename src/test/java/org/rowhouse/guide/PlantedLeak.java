package org.rowhouse.guide;

/**
 * The guide's resource with one mistake that no wall can stop, because it happens above them. Each
 * is a resource of its own beside the right one.
 */
enum PlantedLeak {
  ROW_CACHED(
      "What belongs to one tenant was shown to another",
      "Invoice found = invoices.get(id);\n    return Versioned.found(request, found.version(), InvoiceView.of(found));",
      """
      InvoiceView view = SEEN.computeIfAbsent(id, any -> InvoiceView.of(invoices.get(any)));
          return Versioned.found(request, 1, view);"""),

  LIST_CACHED(
      "What belongs to one tenant was shown to another",
      "return invoices.list(text, paging).map(InvoiceView::of).answer(uri);",
      """
      if (text != null || paging.cursor() != null) {
            return invoices.list(text, paging).map(InvoiceView::of).answer(uri);
          }
          if (first == null) {
            first = invoices.list(text, paging).map(InvoiceView::of);
          }
          return first.answer(uri);"""),

  KNOWS_WHAT_IS_ANOTHERS(
      "What belongs to another tenant answers otherwise than what never was",
      "Invoice found = invoices.get(id);\n    return Versioned.found",
      """
      if (!KNOWN.contains(id)) {
            throw new NotFoundException();
          }
          Invoice found = invoices.find(id).orElseThrow(ForbiddenException::new);
          return Versioned.found""",
      "return Versioned.created(",
      "KNOWN.add(made.id());\n    return Versioned.created("),

  CHANGED_BEFORE_FOUND(
      "A row changed by the hand of another tenant",
      "Invoice found = invoices.get(id);\n    Versioned.requireMatch(request, ifMatch, found.version());\n    InvoiceInput",
      """
      CUSTOMERS.put(id, patch.changes().path("customer").asText());
          Invoice found = invoices.get(id);
          Versioned.requireMatch(request, ifMatch, found.version());
          InvoiceInput""",
      "i.number, i.customer,",
      "i.number, CUSTOMERS.getOrDefault(i.id(), i.customer),"),

  RETRY_KEY_OF_EVERYBODY(
      "What belongs to one tenant was shown to another",
      "@NotNull @Valid InvoiceInput body, @Context UriInfo uri) {",
      """
      @HeaderParam("Idempotency-Key") String key, @NotNull @Valid InvoiceInput body, @Context UriInfo uri) {
          if (ANSWERS.containsKey(key)) {
            return Response.fromResponse(ANSWERS.get(key)).build();
          }""",
      "return Versioned.created(",
      "return ANSWERS.computeIfAbsent(key, any -> Versioned.created(",
      "InvoiceView.of(made));",
      "InvoiceView.of(made)));"),

  KEPT_IN_A_FIELD(
      "What belongs to one tenant was shown to another",
      "Invoice found = invoices.get(id);\n    return Versioned.found(request, found.version(), InvoiceView.of(found));",
      """
      found = invoices.get(id);
          slow();
          return Versioned.found(request, found.version(), InvoiceView.of(found));""");

  private static final String FIELDS =
      """
        static final java.util.Map<UUID, InvoiceView> SEEN = new java.util.concurrent.ConcurrentHashMap<>();
        static final java.util.Set<UUID> KNOWN = java.util.concurrent.ConcurrentHashMap.newKeySet();
        static final java.util.Map<UUID, String> CUSTOMERS = new java.util.concurrent.ConcurrentHashMap<>();
        static final java.util.Map<String, Response> ANSWERS = new java.util.concurrent.ConcurrentHashMap<>();
        static volatile org.rowhouse.http.Page<InvoiceView> first;
        volatile Invoice found;

        /** What takes time in a real resource, long enough for another request to come between. */
        static void slow() {
          try {
            Thread.sleep(20);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        }

      """;

  private static final String KEPT =
      """
          KeptInvoice found =
              cache
                  .find(KeptInvoice.REGION, Key.of(id), () -> invoices.find(id).map(KeptInvoice::of))
                  .orElseThrow(Problem::notFound);
          return Versioned.found(request, found.version(), found.view());
      """;

  private static final String NOT_KEPT =
      """
          Invoice found = invoices.get(id);
          return Versioned.found(request, found.version(), InvoiceView.of(found));
      """;

  private final String harm;
  private final String[] edits;

  /**
   * @param harm what the check must say
   * @param edits what stands in the guide, and the mistake in its place; in turn
   */
  PlantedLeak(String harm, String... edits) {
    this.harm = harm;
    this.edits = edits;
  }

  String harm() {
    return harm;
  }

  /** Of its resource, below {@code /api/v1/}. */
  String path() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  String type() {
    return "Leak" + ordinal() + "Resource";
  }

  /** The guide's resource with this mistake. */
  String in(String resource) {
    String planted = replaced(resource, KEPT, NOT_KEPT);
    planted = replaced(planted, "Region.of(\"invoice\"", "Region.of(\"" + path() + "\"");
    planted =
        replaced(planted, "  @Inject private Invoices", FIELDS + "  @Inject private Invoices");
    for (int i = 0; i < edits.length; i += 2) {
      planted = replaced(planted, edits[i], edits[i + 1]);
    }
    return replaced(planted, "\"/invoices\"", "\"/" + path() + "\"")
        .replace("InvoicesResource", type());
  }

  private static String replaced(String text, String from, String to) {
    if (!text.contains(from)) {
      throw new IllegalStateException("The guide's resource has no longer: " + from);
    }
    return text.replace(from, to);
  }
}
