package drl.part2.mujoco;

import drl.env.mujoco.MuJoCo;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Skips a test where MuJoCo is not installed, and says so.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsMujoco.Installed.class)
@interface NeedsMujoco {

    /// Looks for the engine.
    final class Installed implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return MuJoCo.obstacle().map(obstacle -> skipped(context.getDisplayName(), obstacle))
                    .orElseGet(() -> ConditionEvaluationResult.enabled("MuJoCo " + MuJoCo.version()));
        }

        private static ConditionEvaluationResult skipped(String test, String obstacle) {
            System.out.println(test + " skipped: " + obstacle);
            return ConditionEvaluationResult.disabled(obstacle);
        }
    }
}
