package drl.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The kernels as text, and the PTX that was made of them in advance; both come with the classes.
final class KernelSources {

    /// The file that includes the others.
    static final String MAIN = "kernels.cu";
    private static final String PTX = "kernels.ptx";
    private static final Pattern INCLUDE = Pattern.compile("^#include \"(\\S+)\"$", Pattern.MULTILINE);

    private KernelSources() {
    }

    /// The file that includes the others, then those, by name.
    static SequencedMap<String, String> read() {
        SequencedMap<String, String> files = new LinkedHashMap<>();
        String main = file(MAIN);
        files.put(MAIN, main);
        Matcher include = INCLUDE.matcher(main);
        while (include.find()) {
            files.put(include.group(1), file(include.group(1)));
        }
        return files;
    }

    /// What the sources are, in 32 hexadecimal digits; build-ptx.sh writes the same into the PTX.
    static String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            read().values().forEach(text -> digest.update(text.getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// PTX for every GPU from compute capability 7.5 on.
    static String ptx() {
        return file(PTX);
    }

    private static String file(String name) {
        try (InputStream in = KernelSources.class.getResourceAsStream("kernels/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the class path lacks drl/cuda/kernels/" + name + ": build it again");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
