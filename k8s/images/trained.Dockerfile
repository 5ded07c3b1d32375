# An image with the cache that a training run of its own left: classes loaded and linked, and where methods spend their time. The JVM takes the
# cache only if it and every jar are the very same, to the second of their dates; so it goes on top of the image that made it.
ARG UNTRAINED
FROM ${UNTRAINED}
COPY java.options application.aot /app/
