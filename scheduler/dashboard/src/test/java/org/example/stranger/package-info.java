/** A small application with Spring Batch that is not Sluice. */
package org.example.stranger;
