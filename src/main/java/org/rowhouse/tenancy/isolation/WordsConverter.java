package org.rowhouse.tenancy.isolation;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.List;

/**
 * A few plain words (roles, labels) in one column, separated and enclosed by commas, so that a list
 * of rows needs one query and {@code like '%,word,%'} finds a word. Words hold no comma.
 */
@Converter
public class WordsConverter implements AttributeConverter<List<String>, String> {

  @Override
  public String convertToDatabaseColumn(List<String> words) {
    return words == null || words.isEmpty() ? "," : "," + String.join(",", words) + ",";
  }

  @Override
  public List<String> convertToEntityAttribute(String column) {
    return column == null || column.length() < 2
        ? List.of()
        : List.of(column.substring(1, column.length() - 1).split(","));
  }
}
