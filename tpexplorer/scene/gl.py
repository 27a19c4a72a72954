"""A thin layer over OpenGL 2.1 / ES 2: programs from the shader files, vertex buffers, textures. One context each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from tpexplorer.errors import AssetError, TPExplorerError
from tpexplorer.scene.opengl import GL

Uniform = float | Sequence[float] | npt.NDArray[np.floating]
SHADERS = Path(__file__).with_name("shaders")
DESKTOP_PREFIX = "#version 120\n"
# pyqtgraph's own prefix would break derivatives on ES; this one asks for them.
ES_PREFIX = (
    "#version 100\n#extension GL_OES_standard_derivatives : enable\n"
    "#ifdef GL_FRAGMENT_PRECISION_HIGH\nprecision highp float;\n#else\nprecision mediump float;\n#endif\n"
)


class Program:
    """A shader program from shader files, read one after another for each stage; attributes are located in order."""

    def __init__(self, vertex: Sequence[str], fragment: Sequence[str], attributes: Sequence[str], es: bool) -> None:
        self.attributes = tuple(attributes)
        self._id = GL.glCreateProgram()
        for kind, names in ((GL.GL_VERTEX_SHADER, vertex), (GL.GL_FRAGMENT_SHADER, fragment)):
            GL.glAttachShader(self._id, _compiled(kind, names, es))
        for location, attribute in enumerate(self.attributes):
            GL.glBindAttribLocation(self._id, location, attribute)
        GL.glLinkProgram(self._id)
        if not GL.glGetProgramiv(self._id, GL.GL_LINK_STATUS):
            raise TPExplorerError(f"The graphics driver cannot link the shaders: {_text(GL.glGetProgramInfoLog(self._id))}")
        self._places: dict[str, int] = {}

    def use(self, **uniforms: Uniform) -> None:
        """Make it current and set its uniforms (floats, vectors, 4×4 matrices)."""
        GL.glUseProgram(self._id)
        for name, value in uniforms.items():
            self.set(f"u_{name}", value)

    def set(self, name: str, value: Uniform) -> None:
        """Set one uniform of the current program."""
        place = self._places.get(name)
        if place is None:
            place = self._places[name] = GL.glGetUniformLocation(self._id, name)
        array = np.asarray(value, dtype=np.float32)
        if array.shape == (4, 4):
            GL.glUniformMatrix4fv(place, 1, False, np.ascontiguousarray(array.T))
        elif array.ndim == 0:
            GL.glUniform1f(place, float(array))
        else:
            {2: GL.glUniform2fv, 3: GL.glUniform3fv, 4: GL.glUniform4fv}[len(array)](place, 1, array)


class Buffer:
    """A vertex or index buffer, filled now and whenever its data change."""

    def __init__(self, data: npt.NDArray[np.generic], index: bool = False) -> None:
        self._target = GL.GL_ELEMENT_ARRAY_BUFFER if index else GL.GL_ARRAY_BUFFER
        self._id = int(GL.glGenBuffers(1))
        self.fill(data)

    def fill(self, data: npt.NDArray[np.generic]) -> None:
        """Upload (k, columns) numbers: float32, int8 (normalised) or, for indices, uint16."""
        array = np.ascontiguousarray(data)
        self.count = len(array)
        self._columns = 1 if array.ndim == 1 else array.shape[1]
        self._type = {"f4": GL.GL_FLOAT, "i1": GL.GL_BYTE, "u2": GL.GL_UNSIGNED_SHORT}[array.dtype.str[1:]]
        GL.glBindBuffer(self._target, self._id)
        GL.glBufferData(self._target, max(array.nbytes, 4), array if array.nbytes else None, GL.GL_DYNAMIC_DRAW)

    def attach(self, location: int) -> None:
        """Feed an attribute of the current program."""
        GL.glBindBuffer(self._target, self._id)
        GL.glEnableVertexAttribArray(location)
        GL.glVertexAttribPointer(location, self._columns, self._type, self._type == GL.GL_BYTE, 0, None)

    def draw_triangles(self) -> None:
        """Draw all triangles of an index buffer."""
        GL.glBindBuffer(self._target, self._id)
        GL.glDrawElements(GL.GL_TRIANGLES, self.count, GL.GL_UNSIGNED_SHORT, None)


def attach(program: Program, buffers: Mapping[str, Buffer]) -> None:
    """Feed a program's attributes from buffers, and nothing else."""
    for location, attribute in enumerate(program.attributes):
        buffers[attribute].attach(location)
    for location in range(len(program.attributes), 5):
        GL.glDisableVertexAttribArray(location)


def _compiled(kind: int, names: Sequence[str], es: bool) -> int:
    try:
        text = "\n".join((SHADERS / name).read_text(encoding="utf-8") for name in names)
    except OSError as error:
        raise AssetError(f"The shader {error.filename} is missing. Reinstall TPExplorer to restore it.") from error
    shader = GL.glCreateShader(kind)
    GL.glShaderSource(shader, (ES_PREFIX if es else DESKTOP_PREFIX) + text)
    GL.glCompileShader(shader)
    if not GL.glGetShaderiv(shader, GL.GL_COMPILE_STATUS):
        raise TPExplorerError(f"The graphics driver cannot compile {names[-1]}: {_text(GL.glGetShaderInfoLog(shader))}")
    return int(shader)


def _text(log: bytes | str) -> str:
    return log.decode(errors="replace").strip() if isinstance(log, bytes) else str(log).strip()


class Fence:
    """Tells when all that has been asked of the driver so far is painted; needs its context to be current."""

    def __init__(self) -> None:
        # Drivers older than OpenGL 3.2 cannot tell: there one waits when the picture is shown.
        self._sync = GL.glFenceSync(GL.GL_SYNC_GPU_COMMANDS_COMPLETE, 0) if GL.glFenceSync else None
        GL.glFlush()

    def passed(self) -> bool:
        """Whether it is all painted by now."""
        if self._sync is None:
            return True
        if GL.glClientWaitSync(self._sync, 0, 0) == GL.GL_TIMEOUT_EXPIRED:
            return False
        self.drop()
        return True

    def drop(self) -> None:
        """It does not matter any more."""
        if self._sync is not None:
            GL.glDeleteSync(self._sync)
            self._sync = None
