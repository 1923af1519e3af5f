package drl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The build itself: the tests run on the Java the chapters are written for, with the Vector API in reach.
@Tag("part1")
class TinyTests {

    @Test
    void runsOnJava25() {
        assertThat(Runtime.version().feature()).isEqualTo(25);
    }

    @Test
    void vectorApiIsInReach() {
        assertThat(ModuleLayer.boot().findModule("jdk.incubator.vector")).isPresent();
    }
}
