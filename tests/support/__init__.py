"""What the tests share: the server under test, clients for both protocols, terminals."""
