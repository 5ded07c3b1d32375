import client.ApiClient;
import client.api.MeApi;
import client.api.RequestsApi;
import client.api.ResultsApi;
import client.api.SessionsApi;
import client.model.Request;
import client.model.ReservationRequest;
import java.util.List;
import java.util.UUID;

/** The generated Java client reserves a seat and waits for the outcome. */
final class Reserve {

  public static void main(String[] args) throws Exception {
    UUID session = UUID.fromString(System.getenv("SESSION"));
    var client = new ApiClient();
    client.updateBaseUri(System.getenv("SLUICE_URL"));
    client.setRequestInterceptor(
        request -> request.header("Authorization", "Bearer " + System.getenv("SLUICE_TOKEN")));
    var wish =
        new ReservationRequest()
            .grades(new java.util.LinkedHashSet<>(List.of("GOLD", "SILVER")))
            .quantity(1)
            .reference("order 4711");
    UUID id = new RequestsApi(client).reserve(session, wish, null).getId();
    Request request = new ResultsApi(client).getRequest(session, id, "wait=10");
    require(
        request.getState() == Request.StateEnum.GRANTED
            || request.getState() == Request.StateEnum.REJECTED,
        request);
    require("order 4711".equals(request.getReference()), request);
    require(!new SessionsApi(client).getSeats(session).getSections().isEmpty(), session);
    require(
        new MeApi(client)
            .listMyRequests().getRequests().stream()
                .anyMatch(
                    each -> each.getId().equals(id) && "order 4711".equals(each.getReference())),
        id);
    require(
        request.getState() == Request.StateEnum.REJECTED
            || new MeApi(client)
                .listMyReservations(null, 20).getReservations().stream()
                    .anyMatch(
                        each ->
                            each.getId().equals(id) && "order 4711".equals(each.getReference())),
        id);
    System.out.println("Java: " + request.getState() + ", " + request.getMessage());
  }

  private static void require(boolean holds, Object otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
