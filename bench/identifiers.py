"""`python -m bench.identifiers`: how well the guard tells patients' identifiers from what only looks like them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from forum.core.identifiers import Kind, sightings_in

FOLDER = Path(__file__).parents[1] / "tests" / "fixtures" / "identifiers"
EVERY = 3  # each third sentence is held out: nobody tunes on it


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence, what should be seen in it, and whether it is held out."""

    words: str
    kinds: frozenset[str]
    is_held_out: bool


@dataclass(slots=True)
class Score:
    """How often something was seen that is there, that is not, and was not seen though it is there."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Of what was seen, the share that is there."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Of what is there, the share that was seen."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


@dataclass(slots=True)
class Measured:
    """Scores by kind and of all, and the sentences in which something else was seen than should be."""

    overall: Score = field(default_factory=Score)
    by_kind: dict[str, Score] = field(default_factory=lambda: {kind.value: Score() for kind in Kind})
    differing: list[tuple[Labelled, frozenset[str]]] = field(default_factory=list)


def labelled_sentences() -> list[Labelled]:
    """The set as its file has it."""
    return [
        Labelled(words, kinds, at % EVERY == EVERY - 1)
        for at, (kinds, words) in enumerate(_lines("sentences.txt"))
    ]


def sentences_from_afterwards() -> list[Labelled]:
    """Those that were written against the patterns once they stood. All of them are held out."""
    return [Labelled(words, kinds, True) for kinds, words in _lines("afterwards.txt")]


def _lines(name: str) -> list[tuple[frozenset[str], str]]:
    lines = (FOLDER / name).read_text("utf-8").splitlines()
    parts = [line.split(" | ", 1) for line in lines if line and not line.startswith("#")]
    return [(frozenset(kinds.split(",")) - {"-"}, words) for kinds, words in parts]


def measured(sentences: Iterable[Labelled]) -> Measured:
    """What the guard sees in them, against what it should."""
    result = Measured()
    for each in sentences:
        seen = frozenset(sighting.kind.value for sighting in sightings_in(each.words))
        for kind in seen | each.kinds:
            for score in (result.overall, result.by_kind[kind]):
                score.right += kind in seen and kind in each.kinds
                score.wrong += kind in seen and kind not in each.kinds
                score.missed += kind not in seen
        if seen != each.kinds:
            result.differing.append((each, seen))
    return result


def main() -> None:
    """Print both figures for those it was tuned on and those that were held out."""
    sentences = labelled_sentences()
    sets = {
        "Tuned on": [each for each in sentences if not each.is_held_out],
        "Held out": [each for each in sentences if each.is_held_out],
        "Written afterwards": sentences_from_afterwards(),
    }
    for title, chosen in sets.items():
        result = measured(chosen)
        print(
            f"\n{title}: {len(chosen)} sentences, {sum(not each.kinds for each in chosen)} of them identify nobody"
        )
        print(f"{'':10} precision  recall   there")
        for name, score in [*result.by_kind.items(), ("all", result.overall)]:
            print(f"{name:10} {score.precision:9.3f} {score.recall:7.3f} {score.right + score.missed:7}")
        for each, seen in [] if title != "Tuned on" else result.differing:
            print(
                f"  {', '.join(sorted(seen)) or '-'} for {', '.join(sorted(each.kinds)) or '-'}: {each.words}"
            )


if __name__ == "__main__":
    main()
