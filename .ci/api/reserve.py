"""The generated Python client reserves a seat and waits for the outcome."""

import os

import sluice_client
from sluice_client.models.reservation_request import ReservationRequest

configuration = sluice_client.Configuration(host=os.environ["SLUICE_URL"], access_token=os.environ["SLUICE_TOKEN"])
session = os.environ["SESSION"]

with sluice_client.ApiClient(configuration) as client:
    wish = ReservationRequest(grades=["GOLD", "SILVER"], quantity=1, reference="order 4711")
    queued = sluice_client.RequestsApi(client).reserve(session, wish)
    request = sluice_client.ResultsApi(client).get_request(session, queued.id, prefer="wait=10")
    assert request.state in ("GRANTED", "REJECTED"), request
    assert request.reference == "order 4711", request
    seats = sluice_client.SessionsApi(client).get_seats(session)
    assert seats.sections[0].seats[0].state, seats
    mine = sluice_client.MeApi(client).list_my_requests()
    assert any(each.id == queued.id and each.reference == "order 4711" for each in mine.requests), mine
    granted = sluice_client.MeApi(client).list_my_reservations().reservations
    assert request.state == "REJECTED" or any(each.id == queued.id and each.reference == "order 4711" for each in granted), granted
    print(f"Python: {request.state}, {request.message}")
