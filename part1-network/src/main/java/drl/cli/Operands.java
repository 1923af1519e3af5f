package drl.cli;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Makes a component of type `List<Path>` or `List<String>` take the arguments which belong to no flag, such as the
/// runs of `./rl plot RUN...`. A settings record has at most one.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Operands {

    /// The help text.
    String value();

    /// What help and refusals call one of them, in capitals: `RUN`.
    String label();

    /// How many there must be at least.
    int min() default 1;

    /// How many there may be at most.
    int max() default Integer.MAX_VALUE;
}
