package dev.seonchak.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "-1",
                "+1",
                "1.0",
                "1e3",
                "abc",
                "0x1",
                "1a",
                "1_000",
                "1,000",
                "01",
                "00",
                " 1",
                "1 ",
                " ",
                "\t1",
                "1\n",
                "１",
                "١",
                "१",
                "1\u0000",
                "9223372036854775808",
                "9999999999999999999",
                "18446744073709551617",
                "10000000000000000000000",
                "-9223372036854775808"
            })
    void only_positive_64_bit_integers_in_plain_digits_are_ids(String text) {
        assertThat(Ids.parse(text)).isEqualTo(Ids.INVALID);
        assertThat(Ids.couponIdOf("couponId=" + text)).isEqualTo(Ids.INVALID);
    }

    @Test
    void every_positive_64_bit_integer_is_an_id() {
        assertThat(Ids.parse("1")).isEqualTo(1);
        assertThat(Ids.parse("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
        for (int i = 0; i < 10_000; i++) {
            long id = 1 + (ThreadLocalRandom.current().nextLong() >>> (1 + i % 62)) % Long.MAX_VALUE;
            assertThat(Ids.parse(Long.toString(id))).isEqualTo(id);
        }
    }

    @Test
    void no_id_is_none() {
        assertThat(Ids.parse(null)).isEqualTo(Ids.INVALID);
        assertThat(Ids.couponIdOf(null)).isEqualTo(Ids.INVALID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "&",
                "couponId",
                "couponId=",
                "couponid=8",
                "coupon=8",
                "xcouponId=8",
                "couponId=8&couponId=8",
                "couponId=8&couponId=9",
                "couponId=8&couponId=",
                "couponId=&couponId=8",
                "couponId=8;couponId=9",
                "couponId=8%20",
                "couponId==8",
                "couponId[]=8",
                "couponId=8#"
            })
    void a_query_must_name_exactly_one_coupon(String query) {
        assertThat(Ids.couponIdOf(query)).isEqualTo(Ids.INVALID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"couponId=8", "a=b&couponId=8", "couponId=8&a=b", "&couponId=8&", "a&couponId=8&couponIds=9"})
    void other_parameters_of_a_query_do_not_matter(String query) {
        assertThat(Ids.couponIdOf(query)).isEqualTo(8);
    }
}
