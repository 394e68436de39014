package dev.caravan.visitfiles.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "o'neil+x@sub.ejemplo.com.mx",
                "a@b.mx",
                "!#$%&'*+/=?^_`{|}~-@ejemplo.com",
                "a.b.c@1-2.3.museum",
                "A@B.COM"
            })
    void takesAddresses(String address) {
        assertThat(EmailAddress.wellFormed(address)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a..b@ejemplo.com",
                ".a@ejemplo.com",
                "a.@ejemplo.com",
                "a@ejemplo",
                "a@-x.com",
                "a@x-.com",
                "a@x..com",
                "a@.com",
                "\u00f1@ejemplo.com",
                "a@ejemplo.co\u212a",
                "a@b@c.com",
                "a b@ejemplo.com",
                "sin-arroba.com",
                "mal@",
                "@ejemplo.com",
                "\"a\"@ejemplo.com",
                "a@ejemplo.c",
                "a@ejemplo.c0",
                "a@192.0.2.1",
                "a@[192.0.2.1]",
                "a@ejemplo.com.",
                "a@ejemplo_x.com",
                "a@ejemplo.com\n"
            })
    void refusesOthers(String address) {
        assertThat(EmailAddress.wellFormed(address)).isFalse();
    }

    @Test
    void knowsItsLimits() {
        String label = "b".repeat(63);

        assertThat(EmailAddress.wellFormed("a@" + label + ".com")).isTrue();
        assertThat(EmailAddress.wellFormed("a@" + label + "b.com")).isFalse();
        assertThat(EmailAddress.wellFormed("a@b." + "c".repeat(63))).isTrue();
        assertThat(EmailAddress.wellFormed("a@b." + "c".repeat(64))).isFalse();
        assertThat(EmailAddress.wellFormed("a".repeat(64) + "@b.mx")).isTrue();
        assertThat(EmailAddress.wellFormed("a".repeat(65) + "@b.mx")).isFalse();
        assertThat(EmailAddress.tooLong("a".repeat(64) + "@b.mx")).isFalse();
        assertThat(EmailAddress.tooLong("a".repeat(65) + "@b.mx")).isTrue();
        assertThat(EmailAddress.tooLong("x".repeat(254))).isFalse();
        assertThat(EmailAddress.tooLong("x".repeat(255))).isTrue();
    }
}
