package dev.unpin.examples.lab.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** What the page is made of, from the class path. */
enum Asset {
    INDEX("index.html", "text/html; charset=utf-8"),
    STYLE("lab.css", "text/css; charset=utf-8"),
    SCRIPT("lab.js", "text/javascript; charset=utf-8"),
    CHARTS("charts.js", "text/javascript; charset=utf-8"),
    ICON("icon.svg", "image/svg+xml"),
    PLOT("/META-INF/resources/webjars/uplot/1.6.30/dist/uPlot.iife.min.js", "text/javascript; charset=utf-8"),
    PLOT_STYLE("/META-INF/resources/webjars/uplot/1.6.30/dist/uPlot.min.css", "text/css; charset=utf-8");

    private final String resource;
    private final String type;

    Asset(String resource, String type) {
        this.resource = resource;
        this.type = type;
    }

    /** Names the file in addresses. */
    String path() {
        return this == INDEX ? "/" : "/" + resource.substring(resource.lastIndexOf('/') + 1);
    }

    String type() {
        return type;
    }

    byte[] bytes() {
        try (InputStream in = Asset.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The lab lacks its file " + resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("The lab cannot read its file " + resource, e);
        }
    }

    String text() {
        return new String(bytes(), UTF_8);
    }
}
