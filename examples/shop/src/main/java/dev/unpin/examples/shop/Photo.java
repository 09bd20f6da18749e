package dev.unpin.examples.shop;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;

/** Pictures of teapots that a browser shows, each in a glaze of its own, and of any size in bytes. */
final class Photo {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 240;

    private final Random random = new Random(7);

    /** Makes a PNG; what follows on a picture's end is for nobody to see, and no two of them are alike. */
    byte[] png(int length) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(teapot(random.nextFloat()), "png", png);
        byte[] rest = new byte[length - png.size()];
        random.nextBytes(rest);
        png.write(rest);
        return png.toByteArray();
    }

    private static BufferedImage teapot(float hue) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setColor(Color.getHSBColor(hue, 0.12f, 0.93f));
        pen.fillRect(0, 0, WIDTH, HEIGHT);
        pen.setColor(Color.getHSBColor(hue, 0.2f, 0.8f));
        pen.fillOval(70, 188, 180, 22);
        pen.setColor(Color.getHSBColor(hue, 0.55f, 0.4f));
        pen.setStroke(new BasicStroke(15));
        pen.drawOval(208, 100, 68, 72);
        Path2D spout = new Path2D.Float();
        spout.moveTo(100, 120);
        spout.curveTo(70, 110, 70, 80, 36, 84);
        spout.lineTo(44, 98);
        spout.curveTo(66, 112, 62, 160, 104, 172);
        pen.fill(spout);
        pen.fillOval(148, 42, 24, 24);
        pen.fillOval(116, 62, 88, 44);
        pen.setColor(Color.getHSBColor(hue, 0.55f, 0.58f));
        pen.fillOval(86, 76, 148, 126);
        pen.dispose();
        return image;
    }
}
