package drl.steps;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/// Makes a test part of what `./rl check` runs for a step of the chapter. A step may have several tests; it is right when
/// all of them pass. On a class it stands for each of its tests.
@Documented
@Tag("step")
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Step {

    /// The step as the chapter and its exercise call it: `ALG STEP 4, rewards-to-go`.
    String value();

    /// The likely cause if the test fails and knows no better.
    String cause() default "";
}
