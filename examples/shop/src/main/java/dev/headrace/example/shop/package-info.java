/** An application that watches the orders of a web shop. */
@NullMarked
package dev.headrace.example.shop;

import org.jspecify.annotations.NullMarked;
