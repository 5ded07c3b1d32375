package dev.sluice.dashboard.action;

/**
 * A parameter as somebody gives it.
 *
 * @param type one of {@link ParameterType#ALL} by name
 * @param value as text
 * @param identifying whether it tells one instance of the job from another
 */
public record GivenParameter(String name, String type, String value, boolean identifying) {}
