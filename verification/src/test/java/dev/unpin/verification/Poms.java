package dev.unpin.verification;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What the project's poms say. */
final class Poms {
    private Poms() {}

    /** The project's root folder. The tests run in the folder of their module. */
    static Path root() {
        Path root = Path.of("").toAbsolutePath().getParent();
        if (root == null || !Files.exists(root.resolve("bom/pom.xml"))) {
            throw new IllegalStateException("run in the folder of the module verification, not in "
                    + Path.of("").toAbsolutePath());
        }
        return root;
    }

    /** The project's version. */
    static String version() {
        return texts("pom.xml", "/project/version").get(0);
    }

    /** The artifact ids in the BOM. */
    static List<String> bom() {
        return texts("bom/pom.xml", "/project/dependencyManagement/dependencies/dependency/artifactId");
    }

    /** The folders of all modules. */
    static List<String> modules() {
        return texts("pom.xml", "/project/modules/module");
    }

    /** The artifact ids of the modules that are published as jars. */
    static List<String> published() {
        return modules().stream()
                .map(folder -> folder + "/pom.xml")
                .filter(pom ->
                        texts(pom, "/project/properties/unpin.unpublished").isEmpty())
                .filter(pom -> texts(pom, "/project/packaging").isEmpty())
                .flatMap(pom -> texts(pom, "/project/artifactId").stream())
                .toList();
    }

    private static List<String> texts(String pom, String path) {
        try {
            Document document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(root().resolve(pom).toFile());
            NodeList nodes =
                    (NodeList) XPathFactory.newInstance().newXPath().evaluate(path, document, XPathConstants.NODESET);
            return Stream.iterate(0, i -> i < nodes.getLength(), i -> i + 1)
                    .map(nodes::item)
                    .map(Node::getTextContent)
                    .toList();
        } catch (IOException | SAXException | ParserConfigurationException | XPathExpressionException e) {
            throw new IllegalStateException("cannot read " + pom, e);
        }
    }
}
