package dev.sluice.web;

import dev.sluice.web.security.AccessRules;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/**
 * All that both web processes share. A process imports it, and says with its {@link AccessRules}
 * who may call what.
 */
@Configuration(proxyBeanMethods = false)
@ComponentScan
public class WebConfiguration {}
