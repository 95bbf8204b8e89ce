package dev.seonchak.core.audit;

import java.util.Locale;

/** One sentence in both languages of the product. */
public record Words(String en, String ko) {

    /** The sentence in Korean for a Korean locale, else in English. */
    public String in(Locale locale) {
        return locale.getLanguage().equals("ko") ? ko : en;
    }

    /** Both sentences and, after a space, those of another. */
    public Words and(Words other) {
        return new Words(en + " " + other.en, ko + " " + other.ko);
    }
}
