//! Who is in a document and where their cursors are. Stamped by the room from the session; never stored.
