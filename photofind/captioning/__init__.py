"""Describing photos: views of a photo in, texts out (llama.cpp in a process of its own).

views    cropping and scaling             prompts  what is asked, in each model family's form
models   which pair describes; catalogue  pair     whether two files belong together (gguf reads headers)
worker   Describer: supervision           process  the parent's end ── pipes ── child  the engine's process
engine   llama.cpp, joint decoding        memory, repetition  how many at once; when to stop
schedule pace and time left
"""
