package org.rowhouse.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.ArchivePath;
import org.jboss.shrinkwrap.api.Node;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.rowhouse.dev.Project;

/**
 * The product's WAR with tenancy and both planes cut out, and {@code bench.plain} in their place.
 */
final class PlainWar {

  private static final String OURS = "/WEB-INF/classes/";
  private static final List<String> KEPT =
      List.of(
          "org/rowhouse/http/",
          "org/rowhouse/security/",
          "org/rowhouse/settings/",
          "org/rowhouse/tenancy/Ids.class",
          "org/rowhouse/tenancy/TenantClaim.class",
          "org/rowhouse/tenancy/TenantId.class",
          "org/rowhouse/tenancy/isolation/InstantConverter.class",
          "org/rowhouse/tenancy/isolation/NullableUuidConverter.class",
          "org/rowhouse/tenancy/isolation/WordsConverter.class",
          "openapi/");

  private PlainWar() {}

  /** Writes it to {@code plain.war} beside the product's and answers where. */
  static Path build() {
    Path product = Project.built("rowhouse.war");
    Path plain = product.resolveSibling("plain.war");
    WebArchive war = ShrinkWrap.createFromZipFile(WebArchive.class, product.toFile());
    Stream<Node> cut = war.getContent(PlainWar::isCut).values().stream();
    cut.filter(node -> node.getAsset() != null).map(Node::getPath).forEach(war::delete);
    war.addPackages(true, "org.rowhouse.bench.plain");
    war.addAsResource("org/rowhouse/bench/plain/persistence.xml", "META-INF/persistence.xml");
    war.as(ZipExporter.class).exportTo(plain.toFile(), true);
    return plain;
  }

  private static boolean isCut(ArchivePath path) {
    return path.get().startsWith(OURS)
        && KEPT.stream().noneMatch(kept -> path.get().startsWith(OURS + kept));
  }
}
