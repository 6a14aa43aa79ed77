"""The paper's experiments (Nakata et al. 2024, section 4) on benchmarks and on a person's own photos.

    datasets ──► protocol ──► metrics ──► report
    (readers)    (queries,    (pooled     (table, curves,
                  rankings)    P@k, R@k)   HTML, JSON)

``retrievers`` ranks with the application's own index, ``peers`` with Lucene's formula and SQLite FTS5 on the same
captions, ``clip`` with a dense model. Nothing here describes photos: captions come from a file or from the caller.
"""
