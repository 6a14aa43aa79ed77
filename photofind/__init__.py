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
    indexing            keeps the index in line with the catalog; makes it anew when it is damaged
    pipeline            the steps: scan → describe → commit → index
    background          the one background thread that takes them, under the conditions of power, idleness and hours
    scheduling          which folders and photos are described, how deep, and which first
    opening             the first screen, read from the catalog alone
    finding, filtering  join the ranking with the catalog's filters and orders
    modelling, serving  the models and servers that a person has, gets and uses
    export/, exporting  write results out
    insights/           word clouds and histograms
    pruning             removes derived data and captions that a person names
    evaluation/         the paper's experiments: datasets, protocol, measures, peers, report
    evaluating          has a dataset's photos described, and runs the experiments
    app                 the facade: all that cli and gui talk to
    cli/, gui/          the two front ends

The method is that of Nakata et al., “Rethinking Sparse Lexical Representations for Image Retrieval in the Age of Rising
Multi-Modal Large Language Models” (2024).
"""

__version__ = "0.1.0"
