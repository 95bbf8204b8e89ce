package dev.seonchak.service.admin;

import dev.seonchak.service.http.Problem;
import java.io.Serial;

/** A command that cannot be carried out, as the problem that its client is told. */
final class AdminRefusal extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final Problem problem;
    private final String detail;

    AdminRefusal(Problem problem) {
        this(problem, "");
    }

    /** A refusal with a sentence about this very request. */
    AdminRefusal(Problem problem, String detail) {
        super(problem.code() + " " + detail);
        this.problem = problem;
        this.detail = detail;
    }

    Problem problem() {
        return problem;
    }

    /** Empty where the problem says enough. */
    String detail() {
        return detail;
    }
}
