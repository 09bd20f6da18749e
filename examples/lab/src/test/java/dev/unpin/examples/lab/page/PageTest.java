package dev.unpin.examples.lab.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import dev.unpin.examples.lab.Board;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The page in a real browser, with a run that was recorded once. Needs Chromium and Node, and says so without them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageTest {
    /** Set to {@code update}, the picture for the README is made anew. */
    private static final String PICTURE = "unpin.lab.picture";

    private static final double PATIENCE_MILLIS = 180_000;

    private Playwright playwright;
    private Browser browser;

    @BeforeAll
    void startTheBrowser() {
        Optional<Path> chromium = find("chromium", "chromium-browser", "google-chrome");
        Optional<Path> node = find("node", "nodejs");
        assumeTrue(chromium.isPresent(), "skipped: no chromium on the PATH");
        assumeTrue(node.isPresent(), "skipped: no node on the PATH");
        playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of(
                        "PLAYWRIGHT_NODEJS_PATH", node.get().toString(), "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium.get())
                        .setTimeout(PATIENCE_MILLIS)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    @AfterAll
    void stopTheBrowser() {
        if (playwright != null) {
            playwright.close();
        }
    }

    @Test
    void thePageFollowsARunAndAsksNobodyElse() throws IOException {
        Recording recording = Recording.read();
        List<String> requests = new ArrayList<>();
        List<String> complaints = new ArrayList<>();
        try (PageServer server = PageServer.start(0, recording.board());
                Page page = page(1280, 1250, ColorScheme.LIGHT)) {
            page.onRequest(request -> requests.add(request.url()));
            page.onConsoleMessage(message -> complaints.add(message.text()));
            page.onPageError(complaints::add);
            page.navigate(server.uri().toString());
            page.locator("#facts dt").nth(8).waitFor();

            recording.play(0, "running");
            page.locator("#fleet .node.store").waitFor();
            assertThat(page.locator("#status").textContent()).startsWith("A stateless: ");
            Locator focused = page.locator(".scroll").first();
            focused.focus();
            recording.play(1, "running");
            recording.play(2, "running");
            for (int trial = 0; trial < 3; trial++) {
                recording.play(trial, "done");
            }
            recording.board().status("done");
            page.locator("body[data-status=done]").waitFor();

            assertThat(focused.evaluate("e => e === document.activeElement"))
                    .as("what changes leaves the focus where it is")
                    .isEqualTo(true);
            assertThat(page.title()).isEqualTo("Unpin lab");
            assertThat(page.locator(".plot canvas").count()).isEqualTo(4);
            for (String table : List.of("throughput", "latency", "violations", "failover")) {
                assertThat(page.locator("#table-" + table + " tbody tr").count())
                        .as(table)
                        .isPositive();
            }
            assertThat(page.locator("#table-violations tbody tr")
                            .first()
                            .locator("td")
                            .first()
                            .textContent())
                    .startsWith("0");
            assertThat(page.locator(".card").count()).isEqualTo(3);
            assertThat(requests)
                    .isNotEmpty()
                    .allMatch(url -> url.startsWith(server.uri().toString()));
            assertThat(complaints).isEmpty();
            if ("update".equals(System.getProperty(PICTURE))) {
                page.evaluate("document.activeElement.blur(); scrollTo(0, 0)");
                Files.write(Path.of("lab.png"), page.screenshot(new Page.ScreenshotOptions().setFullPage(false)));
            }
        }
    }

    @Test
    void thePageFitsAPhoneInTheDarkAndStartsWithTheWayToTheNumbers() throws IOException {
        Recording recording = Recording.read();
        for (int trial = 0; trial < 3; trial++) {
            recording.play(trial, "done");
        }
        try (PageServer server = PageServer.start(0, recording.board());
                Page page = page(390, 844, ColorScheme.DARK)) {
            page.navigate(server.uri().toString());
            page.locator(".card dd").first().waitFor();
            for (Locator block :
                    page.locator("header.top, .card, .fleet, .chart, .panel").all()) {
                BoundingBox box = block.boundingBox();
                assertThat(box.x).isNotNegative();
                assertThat(box.x + box.width).isLessThanOrEqualTo(390);
            }
            page.keyboard().press("Tab");
            assertThat(page.locator("a.skip:focus").count()).isEqualTo(1);
            BufferedImage seen = ImageIO.read(new ByteArrayInputStream(page.screenshot()));
            assertThat(seen.getRGB(2, 400) & 0xffffff)
                    .as("the paper of the dark scheme")
                    .isEqualTo(0x121615);
        }
    }

    @Test
    void theReportNeedsNoServer() throws IOException {
        Recording recording = Recording.read();
        for (int trial = 0; trial < 3; trial++) {
            recording.play(trial, "done");
        }
        recording.board().status("done");
        Path folder = Files.createTempDirectory("unpin-lab-report-");
        Path report = Report.write(recording.board(), "", folder.resolve("report"));
        List<String> requests = new ArrayList<>();
        try (Page page = page(1280, 900, ColorScheme.LIGHT)) {
            page.onRequest(request -> requests.add(request.url()));
            page.navigate(report.toUri().toString());
            page.locator("body[data-status=done]").waitFor();
            assertThat(page.locator(".plot canvas").count()).isEqualTo(4);
            assertThat(requests).containsExactly(report.toUri().toString());
        } finally {
            for (String ending : List.of(".html", ".txt", ".json")) {
                Files.delete(folder.resolve("report" + ending));
            }
            Files.delete(folder);
        }
    }

    private Page page(int width, int height, ColorScheme scheme) {
        Page page = browser.newPage(
                new Browser.NewPageOptions().setViewportSize(width, height).setColorScheme(scheme));
        page.setDefaultTimeout(PATIENCE_MILLIS);
        page.setDefaultNavigationTimeout(PATIENCE_MILLIS);
        return page;
    }

    private static Optional<Path> find(String... names) {
        return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
                .flatMap(folder -> Stream.of(names).map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A run that was measured once, to be shown again. */
    private record Recording(Board board, ArrayNode trials) {
        static Recording read() throws IOException {
            try (InputStream in = PageTest.class.getResourceAsStream("run.json")) {
                ObjectNode run = new ObjectMapper().readValue(in, ObjectNode.class);
                ObjectNode about = JsonNodeFactory.instance.objectNode();
                about.set("facts", run.path("run").path("facts"));
                return new Recording(new Board(about, line -> {}), (ArrayNode) run.path("trials"));
            }
        }

        void play(int trial, String state) {
            ObjectNode played = (ObjectNode) trials.get(trial);
            board.change(played, () -> played.put("state", state));
        }
    }
}
