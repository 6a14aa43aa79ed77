"""From whatever a decoder gives to small, upright, opaque sRGB: conversions on Pillow images."""

from __future__ import annotations

import io
import logging

from PIL import Image

logger = logging.getLogger(__name__)

_MAX_PROFILE = 8 << 20
_TRANSPOSE = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def fitted(size: tuple[int, int], side: int) -> tuple[int, int]:
    """The size with the same proportions whose long side is ``side``; the same size if that is smaller already."""
    width, height = size
    longest = max(size)
    if longest <= side:
        return size
    return max(1, round(width * side / longest)), max(1, round(height * side / longest))


def draft(image: Image.Image, side: int) -> None:
    """Ask the JPEG decoder for a reduced image whose long side still is at least ``side`` (no-op for other formats)."""
    longest = max(image.size)
    if longest > side:
        width, height = image.size
        image.draft(None, (-(-width * side // longest), -(-height * side // longest)))


def srgb(image: Image.Image, side: int, orientation: int) -> Image.Image:
    """A loaded image as RGB: reduced, colours managed, transparency over white, turned upright.

    Args:
        image: loaded, any mode that Pillow knows.
        side: its long side becomes at most this many pixels; it is never enlarged.
        orientation: EXIF orientation to apply, 1 if it is applied already.
    """
    profile = image.info.get("icc_profile")
    image = _eight_bits(image)
    size = fitted(image.size, side)
    if size != image.size:
        image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    if alpha is not None:
        image = image.convert("RGB")
    image = _managed(image, profile)
    if alpha is not None:
        white = Image.new("RGB", image.size, "white")
        white.paste(image, mask=alpha)
        image = white
    turn = _TRANSPOSE.get(orientation)
    return image if turn is None else image.transpose(turn)


def _eight_bits(image: Image.Image) -> Image.Image:
    """The image in a mode that resizes well: L, RGB, RGBA, CMYK or LAB."""
    mode = image.mode
    if mode.startswith("I;16") or mode in ("I", "F"):
        return _from_deep(image)
    if "transparency" in image.info or mode in ("LA", "La", "PA", "RGBa"):
        return image.convert("RGBA")
    if mode == "P":
        return image.convert("RGBA" if image.palette and image.palette.mode == "RGBA" else "RGB")
    if mode in ("L", "RGB", "RGBA", "CMYK", "LAB"):
        return image
    return image.convert("L" if mode == "1" else "RGB")


def _from_deep(image: Image.Image) -> Image.Image:
    """Grey of more than 8 bits: 16-bit integers by their full range, others by the range that their values suggest."""
    import numpy as np

    values = np.asarray(image)
    if image.mode.startswith("I;16"):
        return Image.fromarray((values >> 8).astype(np.uint8))
    values = np.nan_to_num(values.astype(np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    low, high = float(values.min()), float(values.max())
    if low >= 0:
        low = 0.0
        tops = (1.0, 255.0, 65535.0) if image.mode == "F" else (255.0, 65535.0)
        high = next((top for top in tops if high <= top), high)
    scaled = (values - low) * (255.0 / max(high - low, 1e-30))
    return Image.fromarray(scaled.clip(0, 255).astype(np.uint8))


def _managed(image: Image.Image, profile: object) -> Image.Image:
    """Colours from the embedded profile to sRGB; the plain conversion if there is none or it is broken."""
    lab = image.mode == "LAB"
    usable = profile if isinstance(profile, bytes) and 128 <= len(profile) <= _MAX_PROFILE else None
    if lab or usable:
        from PIL import ImageCms

        try:
            given = ImageCms.createProfile("LAB") if lab else io.BytesIO(usable or b"")
            managed = ImageCms.profileToProfile(
                image,
                ImageCms.ImageCmsProfile(given),
                ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")),
                ImageCms.Intent.RELATIVE_COLORIMETRIC,
                "RGB",
                flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
            )
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError) as error:
            logger.debug("the colour profile is not usable (%s)", error)
        else:
            if managed is not None:
                return managed
    return image.getchannel("L").convert("RGB") if lab else image.convert("RGB")


def jpeg(image: Image.Image, quality: int) -> bytes:
    """An RGB image as baseline JPEG without any metadata."""
    out = io.BytesIO()
    image.info = {}
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()
