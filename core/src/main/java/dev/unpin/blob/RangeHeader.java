package dev.unpin.blob;

import dev.unpin.blob.spi.ByteRange;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code Range} header (RFC 9110, section 14.2), of which only a single range of bytes is followed. */
final class RangeHeader {
    private static final Pattern SINGLE = Pattern.compile("[Bb][Yy][Tt][Ee][Ss]=[ \t]*(\\d*)-(\\d*)[ \t]*");
    private static final int MAX_DIGITS = 18;

    private RangeHeader() {}

    /** Empty for what has to be passed over: other units, several ranges, and malformed ones. */
    static Optional<ByteRange> parse(String header) {
        Matcher matcher = SINGLE.matcher(header);
        if (header.length() > 100 || !matcher.matches()) {
            return Optional.empty();
        }
        String first = matcher.group(1);
        String last = matcher.group(2);
        if (first.isEmpty()) {
            // The last 0 bytes are a valid range that no blob has.
            return last.isEmpty()
                    ? Optional.empty()
                    : Optional.of(number(last) == 0 ? ByteRange.from(Long.MAX_VALUE) : ByteRange.suffix(number(last)));
        }
        if (last.isEmpty()) {
            return Optional.of(ByteRange.from(number(first)));
        }
        return number(last) < number(first)
                ? Optional.empty()
                : Optional.of(new ByteRange(number(first), number(last)));
    }

    /** Beyond any blob's size, one number is as good as another. */
    private static long number(String digits) {
        String significant = digits.replaceFirst("^0+(?=.)", "");
        return significant.length() > MAX_DIGITS ? Long.MAX_VALUE : Long.parseLong(significant);
    }
}
