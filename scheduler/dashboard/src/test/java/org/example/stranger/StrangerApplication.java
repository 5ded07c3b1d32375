package org.example.stranger;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Has jobs, and nothing that knows of a dashboard. */
@SpringBootApplication
public class StrangerApplication {}
