package dev.seonchak.lab.loadtest;

/** There is no k6 on this machine; the message says how to get it. */
public final class K6Missing extends RuntimeException {
    private static final long serialVersionUID = 1L;

    K6Missing() {
        super(
                "k6 was not found: install it (https://k6.io; macOS: brew install k6; with Go: go install go.k6.io/k6@latest)"
                        + " and have it on the PATH, or say where it is: K6=/path/to/k6 ./seonchak loadtest"
                        + "\nk6가 없습니다. 설치한 뒤 PATH에 두거나 K6=경로 로 알려 주세요.");
    }
}
