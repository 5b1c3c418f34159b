"""Cross-posting: one conversation on several boards, by consent of each side."""
