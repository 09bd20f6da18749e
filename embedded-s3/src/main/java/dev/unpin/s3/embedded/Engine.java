package dev.unpin.s3.embedded;

import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.util.Arrays;
import java.util.Properties;

/**
 * S3Proxy with its store in memory, spoken to by reflection: its jar has no module name, and a published module must
 * not require one that changes with the name of a file. Found where our own classes are, or else on the class path.
 */
final class Engine implements AutoCloseable {
    private static final String PACKAGE = "org.gaul.s3proxy.";

    private final Object server;
    private final int port;

    private Engine(Object server, int port) {
        this.server = server;
        this.port = port;
    }

    static Engine start(S3Address.Keys keys, String bucket) {
        try {
            Object store = type("BlobStores")
                    .getMethod("create", String.class, Properties.class)
                    .invoke(null, "transient", new Properties());
            type("blobstore.BlobStore")
                    .getMethod("createContainer", String.class)
                    .invoke(store, bucket);
            Object builder = type("S3Proxy").getMethod("builder").invoke(null);
            set(builder, "blobStore", store);
            set(builder, "awsAuthentication", authentication(), keys.accessKeyId(), keys.secretAccessKey());
            set(builder, "endpoint", URI.create("http://127.0.0.1:0"));
            set(
                    builder,
                    "corsRules",
                    type("CrossOriginResourceSharing").getConstructor().newInstance());
            set(builder, "ignoreUnknownHeaders", true);
            set(builder, "stopTimeout", 0L);
            Object server = set(builder, "build");
            set(server, "start");
            return new Engine(server, (Integer) set(server, "getPort"));
        } catch (ReflectiveOperationException e) {
            throw new EmbeddedS3Exception("S3Proxy did not start: is org.gaul:s3proxy on the class path?", cause(e));
        }
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(PACKAGE + name);
    }

    private static Object authentication() throws ReflectiveOperationException {
        return type("auth.AuthenticationType").getField("AWS_V2_OR_V4").get(null);
    }

    /** Calls the only method of that name with so many parameters. */
    private static Object set(Object target, String name, Object... arguments) throws ReflectiveOperationException {
        return Arrays.stream(target.getClass().getMethods())
                .filter(method -> method.getName().equals(name) && method.getParameterCount() == arguments.length)
                .findFirst()
                .orElseThrow(() -> new NoSuchMethodException(target.getClass() + "." + name))
                .invoke(target, arguments);
    }

    private static Throwable cause(ReflectiveOperationException e) {
        Throwable thrown = e instanceof InvocationTargetException ? e.getCause() : e;
        return thrown == null ? e : thrown;
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        try {
            set(server, "stop");
        } catch (ReflectiveOperationException e) {
            throw new EmbeddedS3Exception("S3Proxy did not stop", cause(e));
        }
    }
}
