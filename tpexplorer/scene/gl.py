"""A thin layer over OpenGL 2.0 / ES 2: programs from the shader files, vertex buffers, textures. One context each."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QOpenGLContext
from PySide6.QtOpenGL import (
    QOpenGLBuffer,
    QOpenGLFramebufferObject,
    QOpenGLFramebufferObjectFormat,
    QOpenGLShader,
    QOpenGLShaderProgram,
)
from shiboken6 import VoidPtr

from tpexplorer.errors import AssetError
from tpexplorer.scene.opengl import GL, GLError, current, functions, quiet

Uniform = float | Sequence[float] | npt.NDArray[np.floating]
SHADERS = Path(__file__).with_name("shaders")
DESKTOP_PREFIX = "#version 120\n"
ES_PREFIX = (
    "#version 100\n#extension GL_OES_standard_derivatives : enable\n"
    "#ifdef GL_FRAGMENT_PRECISION_HIGH\nprecision highp float;\n#else\nprecision mediump float;\n#endif\n"
)
STAGES = QOpenGLShader.ShaderTypeBit
TYPES = {"f4": GL.FLOAT, "i1": GL.BYTE, "u2": GL.UNSIGNED_SHORT}
# Where in a bound buffer its data begin; any array of bytes or numbers passes for a pointer too.
START: Any = VoidPtr(0)
# The kinds of those calls that Qt does not offer to Python.
SYNC_CALLS: dict[str, Any] = {
    "glFenceSync": ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_uint, ctypes.c_uint),
    "glClientWaitSync": ctypes.CFUNCTYPE(ctypes.c_uint, ctypes.c_void_p, ctypes.c_uint, ctypes.c_uint64),
    "glDeleteSync": ctypes.CFUNCTYPE(None, ctypes.c_void_p),
}


class Program:
    """A shader program from shader files, read one after another for each stage; attributes are located in order."""

    def __init__(self, vertex: Sequence[str], fragment: Sequence[str], attributes: Sequence[str]) -> None:
        self.attributes = tuple(attributes)
        self._program = QOpenGLShaderProgram()
        prefix = ES_PREFIX if current().isOpenGLES() else DESKTOP_PREFIX
        with quiet():
            for stage, names in ((STAGES.Vertex, vertex), (STAGES.Fragment, fragment)):
                if not self._program.addShaderFromSourceCode(stage, prefix + _source(names)):
                    raise GLError(f"The graphics driver cannot compile {names[-1]}: {_first(self._program.log())}")
            for location, attribute in enumerate(self.attributes):
                self._program.bindAttributeLocation(attribute, location)
            if not self._program.link():
                raise GLError(f"The graphics driver cannot link {vertex[-1]} and {fragment[-1]}: {_first(self._program.log())}")
        self._id = self._program.programId()
        self._places: dict[str, int] = {}

    def use(self, **uniforms: Uniform) -> None:
        """Make it current and set its uniforms (floats, vectors, 4×4 matrices)."""
        functions().glUseProgram(self._id)
        for name, value in uniforms.items():
            self.set(f"u_{name}", value)

    def set(self, name: str, value: Uniform) -> None:
        """Set one uniform of the current program."""
        gl = functions()
        place = self._places.get(name)
        if place is None:
            place = self._places[name] = self._program.uniformLocation(name)
        array: Any = np.asarray(value, dtype=np.float32)
        if array.shape == (4, 4):
            gl.glUniformMatrix4fv(place, 1, False, array.T.ravel())
        elif array.ndim == 0:
            gl.glUniform1f(place, float(array))
        else:
            {2: gl.glUniform2fv, 3: gl.glUniform3fv, 4: gl.glUniform4fv}[len(array)](place, 1, array)


class Buffer:
    """A vertex or index buffer, filled now and whenever its data change."""

    def __init__(self, data: npt.NDArray[np.generic], index: bool = False) -> None:
        kinds = QOpenGLBuffer.Type
        self._buffer = QOpenGLBuffer(kinds.IndexBuffer if index else kinds.VertexBuffer)
        if not self._buffer.create():
            raise GLError("The graphics driver has no room for the body.")
        self._buffer.setUsagePattern(QOpenGLBuffer.UsagePattern.DynamicDraw)
        self.fill(data)

    def fill(self, data: npt.NDArray[np.generic]) -> None:
        """Upload (k, columns) numbers: float32, int8 (normalised) or, for indices, uint16."""
        array: Any = np.ascontiguousarray(data)
        self.count = len(array)
        self._columns = 1 if array.ndim == 1 else array.shape[1]
        self._type = TYPES[array.dtype.str[1:]]
        self._bind()
        if array.nbytes:
            self._buffer.allocate(array, array.nbytes)
        else:
            self._buffer.allocate(4)

    def attach(self, location: int) -> None:
        """Feed an attribute of the current program."""
        gl = functions()
        self._bind()
        gl.glEnableVertexAttribArray(location)
        gl.glVertexAttribPointer(location, self._columns, self._type, self._type == GL.BYTE, 0, START)

    def draw_triangles(self) -> None:
        """Draw all triangles of an index buffer."""
        self._bind()
        functions().glDrawElements(GL.TRIANGLES, self.count, GL.UNSIGNED_SHORT, START)

    def _bind(self) -> None:
        if not self._buffer.bind():
            raise GLError("The graphics driver lost what was to be drawn.")


def attach(program: Program, buffers: Mapping[str, Buffer]) -> None:
    """Feed a program's attributes from buffers, and nothing else."""
    for location, attribute in enumerate(program.attributes):
        buffers[attribute].attach(location)
    gl = functions()
    for location in range(len(program.attributes), 5):
        gl.glDisableVertexAttribArray(location)


class Texture:
    """A picture on the card; it may be let go at any time, whichever context is current."""

    def __init__(self, image: QImage) -> None:
        gl = functions()
        painted_on: Any = gl.glGetIntegerv(GL.FRAMEBUFFER_BINDING)
        # In a frame buffer, which Qt frees when the card is at hand; plain textures it leaves behind, with a warning.
        self._buffer = QOpenGLFramebufferObject(image.size())
        # Qt leaves the new one bound.
        gl.glBindFramebuffer(GL.FRAMEBUFFER, painted_on)
        if not self._buffer.isValid():
            raise GLError("The graphics driver has no room for a label.")
        self.bind()
        for name in (GL.TEXTURE_MIN_FILTER, GL.TEXTURE_MAG_FILTER):
            gl.glTexParameteri(GL.TEXTURE_2D, name, GL.LINEAR)
        pixels: Any = np.frombuffer(image.constBits(), np.uint8)[: image.height() * image.bytesPerLine()]
        size = (image.width(), image.height())
        gl.glTexSubImage2D(GL.TEXTURE_2D, 0, 0, 0, *size, GL.RGBA, GL.UNSIGNED_BYTE, pixels)

    def bind(self) -> None:
        """Draw with it."""
        functions().glBindTexture(GL.TEXTURE_2D, self._buffer.texture())


def frame_buffer(size: QSize, samples: int = 0) -> QOpenGLFramebufferObject:
    """A picture with depth, `size` in device pixels."""
    form = QOpenGLFramebufferObjectFormat()
    form.setAttachment(QOpenGLFramebufferObject.Attachment.Depth)
    form.setSamples(samples)
    # Without an alpha channel: what is painted translucent is no hole in the picture.
    form.setInternalTextureFormat(GL.RGB8)
    with quiet():
        made = QOpenGLFramebufferObject(size, form)
    if not made.isValid():
        raise GLError("The graphics driver cannot paint beside the window.")
    return made


def _source(names: Sequence[str]) -> str:
    try:
        return "\n".join((SHADERS / name).read_text(encoding="utf-8") for name in names)
    except OSError as error:
        raise AssetError(f"The shader {error.filename} is missing. Reinstall TPExplorer to restore it.") from error


def _first(log: str) -> str:
    return next((line.strip() for line in log.splitlines() if line.strip("\0 *")), "no reason given")


class Fence:
    """Tells when all that has been asked of the driver so far is painted; needs its context to be current."""

    def __init__(self) -> None:
        context = current()
        # Drivers older than OpenGL 3.2 cannot tell: there one waits when the picture is shown.
        known = context.format().version() >= ((3, 0) if context.isOpenGLES() else (3, 2))
        self._sync = _call(context, "glFenceSync")(GL.SYNC_GPU_COMMANDS_COMPLETE, 0) if known else None
        context.functions().glFlush()

    def passed(self) -> bool:
        """Whether it is all painted by now."""
        if self._sync is None:
            return True
        if _call(current(), "glClientWaitSync")(self._sync, 0, 0) == GL.TIMEOUT_EXPIRED:
            return False
        self.drop()
        return True

    def drop(self) -> None:
        """It does not matter any more."""
        if self._sync is not None:
            _call(current(), "glDeleteSync")(self._sync)
            self._sync = None


def _call(context: QOpenGLContext, name: str) -> Callable[..., Any]:
    """A function of the driver that Qt does not offer to Python."""
    address = context.getProcAddress(name.encode())
    if not address:
        raise GLError(f"The graphics driver has no {name}.")
    call: Callable[..., Any] = SYNC_CALLS[name](address)
    return call
