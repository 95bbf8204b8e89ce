package dev.seonchak.lab.document;

/** What must not be told on in a report or a message. */
public final class Secrets {
    private Secrets() {}

    /** A text, such as a command line, with stars for the passwords of URLs in it. */
    public static String hidden(String text) {
        return text.replaceAll("://([^:@/\\s]*):[^@/\\s]*@", "://$1:***@");
    }
}
