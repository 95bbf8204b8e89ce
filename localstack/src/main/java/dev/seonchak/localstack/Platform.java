package dev.seonchak.localstack;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The operating systems and processors that server binaries exist for. */
enum Platform {
    LINUX_X64("linux-amd64", "Linux-amd64"),
    LINUX_ARM64("linux-arm64", null),
    MACOS_X64("darwin-amd64", "Mac_OS_X-x86_64"),
    MACOS_ARM64("darwin-arm64", null);

    /** How the Redis binary's name ends. */
    final String redisSuffix;

    /** How the MySQL archive's name ends, or null where there is none. */
    final @Nullable String mysqlSuffix;

    Platform(String redisSuffix, @Nullable String mysqlSuffix) {
        this.redisSuffix = redisSuffix;
        this.mysqlSuffix = mysqlSuffix;
    }

    static Platform current() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "");
        boolean arm = arch.equals("aarch64");
        if (!arm && !arch.equals("amd64") && !arch.equals("x86_64")) {
            throw unsupported(os, arch);
        }
        if (os.contains("linux")) {
            return arm ? LINUX_ARM64 : LINUX_X64;
        }
        if (os.contains("mac")) {
            return arm ? MACOS_ARM64 : MACOS_X64;
        }
        throw unsupported(os, arch);
    }

    private static LocalStackException unsupported(String os, String arch) {
        return new LocalStackException("No server binaries for " + os + " on " + arch
                + ": use Linux or macOS on x86-64 or arm64 (on Windows: WSL 2).");
    }
}
