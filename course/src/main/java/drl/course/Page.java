package drl.course;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A page of the course in Markdown, and the fenced blocks in it. What a block shows is said by a comment on the line
/// above, which a reader of the rendered page does not see; see [Source].
///
/// @param file  where it is
/// @param lines its text
record Page(Path file, List<String> lines) {

    private static final String FENCE = "```";
    private static final Pattern MARKER = Pattern.compile("<!-- (.*) -->");

    /// A fenced block.
    ///
    /// @param start    the index of its first line in the page
    /// @param language what stands behind the opening fence, empty if nothing does
    /// @param marker   the comment above, empty if there is none
    /// @param lines    its lines
    record Block(int start, String language, String marker, List<String> lines) {

        /// The line number of the opening fence, as editors count.
        int lineNumber() {
            return start;
        }
    }

    /// Reads a page.
    static Page read(Path file) {
        return new Page(file, Repository.read(file).lines().toList());
    }

    /// The blocks, from top to bottom.
    ///
    /// @throws IllegalStateException if a fence is not closed, or indented so that this class would overlook it
    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith(FENCE)) {
                int start = i + 1;
                int end = start;
                while (end < lines.size() && !lines.get(end).equals(FENCE)) {
                    end++;
                }
                if (end == lines.size()) {
                    throw new IllegalStateException(file + ":" + start + ": this block is not closed");
                }
                String marker = "";
                if (i > 0) {
                    Matcher comment = MARKER.matcher(lines.get(i - 1));
                    marker = comment.matches() ? comment.group(1) : "";
                }
                blocks.add(new Block(start, line.substring(FENCE.length()), marker, lines.subList(start, end)));
                i = end;
            } else if (line.stripLeading().startsWith(FENCE) || line.matches(">\\s*" + FENCE + ".*")) {
                throw new IllegalStateException(file + ":" + (i + 1) + ": blocks begin in the first column");
            }
        }
        return blocks;
    }

    /// This page with the contents of one block replaced, and its marker.
    Page with(Block block, String marker, List<String> contents) {
        List<String> text = new ArrayList<>(lines.subList(0, block.start - 2));
        text.add("<!-- " + marker + " -->");
        text.add(lines.get(block.start - 1));
        text.addAll(contents);
        text.addAll(lines.subList(block.start + block.lines.size(), lines.size()));
        return new Page(file, text);
    }
}
