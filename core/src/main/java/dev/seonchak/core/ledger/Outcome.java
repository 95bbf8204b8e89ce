package dev.seonchak.core.ledger;

/**
 * What a client is told about one claim: the ledger's {@link Verdict}, or that there is none ({@link NoVerdict}).
 *
 * <p>Every 202 and every definite refusal is a {@code Verdict}, and only the ledger makes those.
 */
public sealed interface Outcome permits Verdict, NoVerdict {}
