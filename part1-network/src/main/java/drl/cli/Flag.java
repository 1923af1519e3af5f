package drl.cli;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Makes a component of a settings record a flag of the command line.
///
/// The component's name gives the flag's: `numEnvs` becomes `--num-envs`, and a `boolean normAdv` becomes the pair
/// `--norm-adv` and `--no-norm-adv`. Its type says what values are taken, see [Settings].
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Flag {

    /// The help text: what the number means, its unit and range; starts in lower case, ends without a full stop.
    String value();

    /// Further spellings, dashes included, such as `--lr` beside `--learning-rate`.
    String[] aliases() default {};
}
