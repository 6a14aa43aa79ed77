"""photofind: find any photo by what is in it, in words, on your own machine, and see why it was found.

    folders ──► catalog ──► captioner ──► index ──► search ──► gui / cli
    (watch)     (SQLite,    (llama.cpp,   (Whoosh,   (chips →   (PySide6 /
                 the truth)  own process)  derived)   hits+why)   terminal)

    records, errors     frozen values and the error tree; standard library only
    library/            finds, watches, opens and catalogues photos (originals are only ever read)
    captioning/         crops views and has a vision-language model describe them, in a process of its own
    search/             Whoosh index, BM25F ranking, chips, evidence
    documents           what the index reads of a photo
    describing          feeds the engine, commits what comes back
    pipeline            the one background thread: scan → describe → commit → index
    finding             joins the ranking with the catalog's filters and orders
    export/             writes results out
    evaluation/         the paper's experiments: datasets, protocol, measures, peers, report
    evaluating          has a dataset's photos described, and runs the experiments
    app                 the facade: all that cli and gui talk to
    cli, gui/           the two front ends

The method is that of Nakata et al., “Rethinking Sparse Lexical Representations for Image Retrieval in the Age of Rising
Multi-Modal Large Language Models” (2024).
"""

__version__ = "0.1.0"
