package drl.env.mujoco;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/// Where one version of MuJoCo keeps its data. The engine hands out plain C structs, whose fields move with every
/// version: `layouts.txt` beside this class has a column for each version known, made from the headers.
///
/// @param version as the engine calls itself, such as 2.2.2
/// @param fields  by name, such as `mjModel.body_mass`
record Layout(String version, SequencedMap<String, Field> fields) {

    /// What a field holds.
    enum Type {
        BYTE, INT, LONG, FLOAT, DOUBLE;

        int bytes() {
            return switch (this) {
                case BYTE         -> 1;
                case INT, FLOAT   -> 4;
                case LONG, DOUBLE -> 8;
            };
        }
    }

    /// A field of a struct.
    ///
    /// @param rows the name of the size that says how many rows the array has to which the field points; `1` if the
    ///             values lie in the struct itself
    /// @param cols how many values a row has
    /// @param at   bytes from the start of the struct
    record Field(Type type, String rows, int cols, long at) {

        /// Whether the struct holds an address, and the values lie there.
        boolean pointer() {
            return !rows.equals("1");
        }
    }

    private static final String TABLE = "layouts.txt";
    private static final String VERSION = "version";
    private static final int FIRST_COLUMN = 4; // after name, type, rows and columns

    /// The versions with a layout, oldest first.
    static List<String> versions() {
        String[] titles = rows().getFirst();
        return List.of(titles).subList(FIRST_COLUMN, titles.length);
    }

    /// The layout of the library whose `mj_version()` returns `number`; empty if there is none.
    static Optional<Layout> of(int number) {
        List<String[]> rows = rows();
        String[] numbers = rows.stream().filter(row -> row[0].equals(VERSION)).findFirst().orElseThrow();
        return IntStream.range(FIRST_COLUMN, numbers.length)
                .filter(column -> numbers[column].equals(String.valueOf(number)))
                .mapToObj(column -> column(rows, column))
                .findFirst();
    }

    private static Layout column(List<String[]> rows, int column) {
        SequencedMap<String, Field> fields = new LinkedHashMap<>();
        for (String[] row : rows.subList(1, rows.size())) {
            String[] cell = row[column].split("@"); // "long@8" where the type differs from the first version's
            Type type = Type.valueOf((cell.length == 1 ? row[1] : cell[0]).toUpperCase());
            fields.put(row[0],
                    new Field(type, row[2], Integer.parseInt(row[3]), Long.parseLong(cell[cell.length - 1])));
        }
        return new Layout(rows.getFirst()[column], fields);
    }

    private static List<String[]> rows() {
        try (InputStream table = Layout.class.getResourceAsStream(TABLE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.startsWith("#")).map(line -> line.split(" +")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(TABLE + " cannot be read", e);
        }
    }

    /// The field of that name.
    ///
    /// @throws NoSuchElementException if there is none
    Field field(String name) {
        Field field = fields.get(name);
        if (field == null) {
            throw new NoSuchElementException("MuJoCo " + version + " has no field " + name + " in " + TABLE);
        }
        return field;
    }
}
