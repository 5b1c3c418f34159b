"""What remains of live sessions: recaps that their hosts sign, and questions that go on on boards."""
