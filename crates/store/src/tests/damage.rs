//! Cuts, flipped bits, torn writes, full disks: noticed, never served, and never more lost than there must be.
