package dev.unpin.examples.lab.page;

import dev.unpin.examples.lab.Board;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The report: the page as one file that needs no server, the tables as text, and all numbers as JSON. */
public final class Report {
    private Report() {}

    /**
     * Writes the three files.
     *
     * @param text the tables
     * @param name where they go, without an ending; folders are created
     * @return the page
     * @throws IOException if they cannot be written
     */
    public static Path write(Board board, String text, Path name) throws IOException {
        Path folder = name.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("A report needs a name, not only a folder: " + name);
        }
        Files.createDirectories(folder);
        String json = board.since(0).map(Board.News::json).orElse("{}");
        Path page = folder.resolve(name.getFileName() + ".html");
        Files.writeString(folder.resolve(name.getFileName() + ".txt"), text);
        Files.writeString(folder.resolve(name.getFileName() + ".json"), json);
        Files.writeString(page, page(json));
        return page;
    }

    private static String page(String json) {
        // So that nothing in it ends the script element.
        String snapshot =
                "<script type=\"application/json\" id=\"snapshot\">" + json.replace("<", "\\u003c") + "</script>\n";
        return Asset.INDEX
                .text()
                .replace("<link rel=\"icon\" href=\"/icon.svg\" type=\"image/svg+xml\">\n", "")
                .replace(link(Asset.PLOT_STYLE), "<style>" + Asset.PLOT_STYLE.text() + "</style>")
                .replace(link(Asset.STYLE), "<style>" + Asset.STYLE.text() + "</style>")
                .replace(script(Asset.PLOT), "")
                .replace(script(Asset.CHARTS), "")
                .replace(script(Asset.SCRIPT), "")
                .replace(
                        "</body>",
                        snapshot + inline(Asset.PLOT) + inline(Asset.CHARTS) + inline(Asset.SCRIPT) + "</body>");
    }

    private static String link(Asset asset) {
        return "<link rel=\"stylesheet\" href=\"" + asset.path() + "\">";
    }

    private static String script(Asset asset) {
        return "<script src=\"" + asset.path() + "\" defer></script>";
    }

    private static String inline(Asset asset) {
        return "<script>" + asset.text() + "</script>\n";
    }
}
