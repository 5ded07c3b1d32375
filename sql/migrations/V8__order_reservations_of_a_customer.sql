-- A customer reads the newest reservations first, page by page; by session, all of them had to be sorted for each page. The primary key's columns follow in every index, so the order is whole.
ALTER TABLE reservation
  DROP KEY reservation_of_a_customer,
  ADD KEY reservation_of_a_customer (customer, decided_at);
