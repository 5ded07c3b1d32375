package dev.sluice.scheduler.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.scheduler.RunningScheduler;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A person's browser, as far as HTTP goes: it keeps cookies and sends forms with their tokens. */
final class Browser implements AutoCloseable {

  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

  private final CookieManager cookies = new CookieManager();
  private final HttpClient http =
      HttpClient.newBuilder()
          .cookieHandler(cookies)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private RunningScheduler node;

  /** A browser that goes to that node. */
  Browser(RunningScheduler node) {
    this.node = node;
  }

  /** Another node serves from now on. */
  void go(RunningScheduler other) {
    node = other;
  }

  /** Loads a page. */
  HttpResponse<String> page(String path, String... headers) throws Exception {
    return send(request(path).header("Accept", "text/html"), headers);
  }

  /** Submits a form of the page that is at {@code from}. */
  HttpResponse<String> submit(String from, String to, String fields) throws Exception {
    return post(to, fields + "&_csrf=" + URLEncoder.encode(token(from), UTF_8));
  }

  /** Submits fields without any token. */
  HttpResponse<String> post(String path, String fields) throws Exception {
    return send(
        request(path)
            .header("Accept", "text/html")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(fields)));
  }

  /** The token in the forms of a page. */
  String token(String path) throws Exception {
    Matcher token = TOKEN.matcher(page(path).body());
    if (!token.find()) {
      throw new IllegalStateException("no form with a token at " + path);
    }
    return token.group(1);
  }

  /** Logs in with an account. */
  HttpResponse<String> logIn(String name, String password) throws Exception {
    return submit(
        "/dashboard/login", "/dashboard/login", "username=" + name + "&password=" + password);
  }

  /** Logs in by the identity provider. */
  HttpResponse<String> logIn() throws Exception {
    return page("/oauth2/authorization/house");
  }

  /** Forgets one of its cookies. */
  void forget(String cookie) {
    cookies.getCookieStore().get(uri("/")).stream()
        .filter(one -> one.getName().equals(cookie))
        .toList()
        .forEach(one -> cookies.getCookieStore().remove(uri("/"), one));
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path));
  }

  HttpResponse<String> send(HttpRequest.Builder request, String... headers)
      throws IOException, InterruptedException {
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return node.uri(path);
  }

  @Override
  public void close() {
    http.close();
  }
}
