package dev.headrace.ir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.model.SqlType.Kind;
import java.lang.invoke.MethodHandles;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ScalarFunctionsTest {
  @Test
  void everyFunctionHasAPublicMethodOfItsType() {
    assertThat(ScalarFunctions.all())
        .allSatisfy(
            function ->
                assertThat(
                        MethodHandles.publicLookup()
                            .findStatic(function.owner(), function.method(), function.methodType()))
                    .isNotNull());
  }

  @Test
  void noTwoFunctionsHaveOneSignature() {
    Set<String> signatures = new HashSet<>();
    assertThat(ScalarFunctions.all())
        .allSatisfy(function -> assertThat(signatures.add(function.signature())).isTrue());
  }

  @Test
  void namesAreLowerCase() {
    assertThat(ScalarFunctions.all())
        .allSatisfy(
            function ->
                assertThat(function.name())
                    .isEqualTo(function.name().toLowerCase(java.util.Locale.ROOT)));
  }

  @Test
  void textParametersTakeEveryKindOfText() {
    assertThat(ScalarFunctions.find("upper", Kind.VARCHAR))
        .isSameAs(ScalarFunctions.find("upper", Kind.TEXT))
        .isNotNull();
  }

  @Test
  void anOverloadForCharIsForCharOnly() {
    ScalarFunction forText = ScalarFunctions.require("length", Kind.TEXT);
    ScalarFunction forChar = ScalarFunctions.require("length", Kind.CHAR);

    assertThat(forChar).isNotEqualTo(forText);
    assertThat(ScalarFunctions.find("length", Kind.VARCHAR)).isEqualTo(forText);
  }

  @Test
  void unknownNamesHaveNoOverloads() {
    assertThat(ScalarFunctions.named("nothing")).isEmpty();
    assertThat(ScalarFunctions.find("upper", Kind.INTEGER)).isNull();
  }
}
