package dev.seonchak.service.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * Every error of the HTTP API as RFC 9457 problem details, in Korean and English. {@code docs/errors.md} lists the same.
 *
 * <p>{@code code} is stable; programs should switch on it. {@code consumed} says whether the request may have taken a unit.
 */
@SuppressWarnings("ImmutableEnumChecker") // its buffers are only ever read
public enum Problem {
    ALREADY_ISSUED(
            409,
            0,
            "false",
            "Already issued",
            "이미 발급",
            "This user has this coupon already; the serial is in this answer. Nothing more was consumed.",
            "이 사용자는 이 쿠폰을 이미 받았습니다. 일련번호는 응답에 있습니다. 추가로 소모된 것은 없습니다."),
    SOLD_OUT(
            410,
            0,
            "false",
            "Sold out",
            "재고 없음",
            "Every unit of this coupon is issued. Asking again helps only if it is restocked.",
            "이 쿠폰은 모두 발급되었습니다. 재고가 추가되지 않는 한 다시 요청해도 받을 수 없습니다."),
    CLOSED(
            410,
            0,
            "false",
            "Closed",
            "발급 종료",
            "This coupon is closed. Nothing was consumed; asking again does not help.",
            "이 쿠폰의 발급이 종료되었습니다. 소모된 것은 없으며 다시 요청해도 받을 수 없습니다."),
    NOT_OPEN(
            403,
            0,
            "false",
            "Not open yet",
            "발급 시작 전",
            "This coupon opens at opensAt. Nothing was consumed; ask again then.",
            "이 쿠폰은 opensAt에 열립니다. 소모된 것은 없습니다. 그때 다시 요청하십시오."),
    UNKNOWN_COUPON(
            404,
            0,
            "false",
            "Unknown coupon",
            "없는 쿠폰",
            "There is no coupon with this id. Nothing was consumed; check the id.",
            "이 번호의 쿠폰이 없습니다. 소모된 것은 없습니다. 번호를 확인하십시오."),
    NOT_ISSUED(
            404,
            0,
            "false",
            "Not issued",
            "발급 내역 없음",
            "This user does not have this coupon.",
            "이 사용자는 이 쿠폰을 받지 않았습니다."),
    OUTCOME_UNKNOWN(
            503,
            1,
            "\"unknown\"",
            "Outcome unknown",
            "결과 확인 불가",
            "The request may or may not have got a coupon. Ask again: it is always safe and gives at most one.",
            "쿠폰이 발급되었을 수도, 아닐 수도 있습니다. 다시 요청하십시오. 언제나 안전하며 한 장만 발급됩니다."),
    OVERLOADED(
            503,
            1,
            "false",
            "Overloaded",
            "요청 과다",
            "Too many requests are under way. Nothing was consumed; ask again after Retry-After seconds.",
            "처리 중인 요청이 너무 많습니다. 소모된 것은 없습니다. Retry-After 초 뒤에 다시 요청하십시오."),
    LOG_UNAVAILABLE(
            503,
            1,
            "false",
            "Issuing is paused",
            "발급 일시 중단",
            "New claims cannot be taken now. Nothing was consumed; ask again after Retry-After seconds.",
            "지금은 새 요청을 받을 수 없습니다. 소모된 것은 없습니다. Retry-After 초 뒤에 다시 요청하십시오."),
    INVALID_USER_ID(
            400,
            0,
            "false",
            "Invalid user id",
            "잘못된 사용자 번호",
            "The user id in the path must be a whole number from 1 to 9223372036854775807. Nothing was consumed.",
            "경로의 사용자 번호는 1 이상 9223372036854775807 이하의 정수여야 합니다. 소모된 것은 없습니다."),
    INVALID_COUPON_ID(
            400,
            0,
            "false",
            "Invalid coupon id",
            "잘못된 쿠폰 번호",
            "couponId must be given exactly once, a whole number from 1 to 9223372036854775807. Nothing was consumed.",
            "couponId는 정확히 한 번, 1 이상 9223372036854775807 이하의 정수로 주어야 합니다. 소모된 것은 없습니다."),
    INVALID_REQUEST(
            400,
            0,
            "false",
            "Invalid request",
            "잘못된 요청",
            "The request cannot be read. Nothing was consumed; correct it.",
            "요청을 해석할 수 없습니다. 소모된 것은 없습니다. 요청을 고치십시오."),
    UNAUTHORIZED(
            401,
            0,
            "false",
            "Unauthorized",
            "인증 필요",
            "This needs the header 'Authorization: Bearer' with the admin token.",
            "관리자 토큰을 담은 'Authorization: Bearer' 헤더가 필요합니다."),
    NOT_FOUND(
            404,
            0,
            "false",
            "Not found",
            "없는 경로",
            "There is nothing at this path. Nothing was consumed.",
            "이 경로에는 아무것도 없습니다. 소모된 것은 없습니다."),
    METHOD_NOT_ALLOWED(
            405,
            0,
            "false",
            "Method not allowed",
            "허용되지 않는 메서드",
            "This path does not take this method; the header Allow names those that it takes. Nothing was consumed.",
            "이 경로는 이 메서드를 받지 않습니다. Allow 헤더를 보십시오. 소모된 것은 없습니다."),
    REQUEST_TIMEOUT(
            408,
            0,
            "false",
            "Request too slow",
            "요청 시간 초과",
            "The request did not arrive whole in time. Nothing was consumed.",
            "요청이 제시간에 모두 도착하지 않았습니다. 소모된 것은 없습니다."),
    COUPON_EXISTS(
            409,
            0,
            "false",
            "Coupon exists",
            "이미 있는 쿠폰",
            "A coupon of this id is defined already, and differently; it was left as it is.",
            "이 번호의 쿠폰이 다른 내용으로 이미 있습니다. 그대로 두었습니다."),
    BODY_TOO_LARGE(
            413,
            0,
            "false",
            "Body too large",
            "본문 초과",
            "The request's body is longer than allowed. Nothing was consumed.",
            "요청 본문이 허용된 길이보다 깁니다. 소모된 것은 없습니다."),
    URI_TOO_LONG(
            414,
            0,
            "false",
            "Address too long",
            "주소 초과",
            "The request's address is longer than allowed. Nothing was consumed.",
            "요청 주소가 허용된 길이보다 깁니다. 소모된 것은 없습니다."),
    HEADERS_TOO_LARGE(
            431,
            0,
            "false",
            "Headers too large",
            "헤더 초과",
            "The request's headers are longer than allowed. Nothing was consumed.",
            "요청 헤더가 허용된 길이보다 깁니다. 소모된 것은 없습니다."),
    INTERNAL_ERROR(
            500,
            0,
            "\"unknown\"",
            "Internal error",
            "내부 오류",
            "This is a defect of the service and is in its log. Asking again is safe.",
            "서비스의 결함이며 로그에 남았습니다. 다시 요청해도 안전합니다.");

    private final int status;
    private final int retryAfterS;
    private final String code;
    private final Buffer english;
    private final Buffer korean;
    private final String englishHead;
    private final String koreanHead;

    Problem(
            int status,
            int retryAfterS,
            String consumed,
            String titleEn,
            String titleKo,
            String detailEn,
            String detailKo) {
        this.status = status;
        this.retryAfterS = retryAfterS;
        this.code = name().toLowerCase(Locale.ROOT).replace('_', '-');
        this.englishHead = head(consumed, titleEn, detailEn);
        this.koreanHead = head(consumed, titleKo, detailKo);
        this.english = Buffer.buffer(englishHead + "}");
        this.korean = Buffer.buffer(koreanHead + "}");
    }

    private String head(String consumed, String title, String detail) {
        return "{\"type\":\"urn:seonchak:problem:" + code + "\",\"code\":\"" + code + "\",\"status\":" + status
                + ",\"title\":\"" + title + "\",\"detail\":\"" + detail + "\",\"consumed\":" + consumed;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The stable name that programs switch on. */
    public String code() {
        return code;
    }

    /** Seconds after which asking again makes sense; 0 where there is nothing to say. */
    public int retryAfterS() {
        return retryAfterS;
    }

    /** The whole body, shared by all answers. */
    Buffer body(boolean inKorean) {
        return inKorean ? korean : english;
    }

    /** The body with one more member. The value is raw JSON. */
    Buffer body(boolean inKorean, String member, String rawJson) {
        return Buffer.buffer((inKorean ? koreanHead : englishHead) + ",\"" + member + "\":" + rawJson + "}");
    }

    /** The body with its detail replaced by a more precise sentence. */
    Buffer bodySaying(boolean inKorean, String detail) {
        return new JsonObject(body(inKorean)).put("detail", detail).toBuffer();
    }
}
