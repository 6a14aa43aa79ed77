"""Describing photos: views of a photo in, texts out (llama.cpp in a process of its own).

views    cropping and scaling             prompts  what is asked, in each model family's form
models   which pair describes; catalogue  pair     whether two files belong together (gguf reads headers)
worker   Describer: supervision           process  the parent's end ── pipes ── child  the engine's process
engine   joint decoding of many views     native   llama-cpp-python, the only door to it
memory   how many views at once           repetition, pooling  when to stop; fewer image tokens
schedule pace and time left
"""
