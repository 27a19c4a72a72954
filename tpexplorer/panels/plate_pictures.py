"""Front and back side by side for the panel, made in the background and handed over when ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPainterPath, QPixmap

from tpexplorer.background import Background
from tpexplorer.body.body import Body
from tpexplorer.modes.interfaces import Picture
from tpexplorer.panels.theme import Look
from tpexplorer.timers import single_shot

if TYPE_CHECKING:
    from PIL.Image import Image

    from tpexplorer.panels.pattern_picture import PatternPainter

GAP, CORNER, ASPECT = 10, 8.0, 300 / 240
# The camera turns to a point in a quarter of a second; the pictures wait for it.
WAIT_MS = 280


class PlatePictures(QObject):
    """Makes the pictures of the newest point asked for."""

    ready = Signal()

    def __init__(self, body: Body, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._body = body
        self._painter: PatternPainter | None = None
        self._background = Background(self)
        self._background.finished.connect(self._take)
        self._background.failed.connect(self._raise)
        self._wait = single_shot(self, WAIT_MS, self._begin)
        self._wish: tuple[Picture, str, Look] | None = None
        self._key: tuple[str, str, str] | None = None
        self._images: tuple[QImage, QImage] | None = None

    def ask(self, picture: Picture, form: str, look: Look) -> None:
        """Make the pictures of a point, unless they are what there is."""
        key = (picture.instance, form, look.name)
        if key != self._key:
            self._key, self._images, self._wish = key, None, (picture, form, look)
            self._wait.start()

    def warm(self) -> None:
        """Load what drawing needs, while there is nothing else to do."""
        if self._wish is None:
            self._background.ask(None, self._all_ready)

    def stop(self) -> None:
        """No more pictures."""
        self._wait.stop()
        self._background.stop()

    def _begin(self) -> None:
        if self._wish is None:
            return
        picture, form, look = self._wish

        def work() -> object:
            from tpexplorer.panels import pattern_picture
            from tpexplorer.plates.palette import colour

            wanted = pattern_picture.Look(form, look.name, colour(look.raised))
            return self._painter_ready().draw(picture.mark, picture.paint, wanted)

        self._background.ask(self._key, work)

    def _all_ready(self) -> None:
        from tpexplorer.plates.raster import caster_of

        self._painter_ready()
        caster_of(self._body, self._body.neutral)  # picking on the body uses it too

    def _painter_ready(self) -> PatternPainter:
        # Embree and Pillow are loaded here, in the thread, after the first frame.
        from tpexplorer.panels.pattern_picture import PatternPainter

        if self._painter is None:
            self._painter = PatternPainter(self._body)
        return self._painter

    def _take(self, key: object, images: tuple[Image, Image]) -> None:
        if key is not None and key == self._key:
            self._images = (_image(images[0]), _image(images[1]))
            self.ready.emit()

    def _raise(self, error: Exception) -> None:
        raise error

    def pixmap(self, width: int, ratio: float, look: Look, font: QFont) -> QPixmap:
        """Both pictures side by side, `width` px wide at a device pixel ratio; plain cards where they are not made yet."""
        card = max(60, (width - GAP) // 2)
        small = QFont(font)
        small.setPointSizeF(font.pointSizeF() * 0.9)
        caption = QFontMetrics(small).height() + 4
        height = round(card * ASPECT) + caption
        result = QPixmap(round(width * ratio), round(height * ratio))
        result.setDevicePixelRatio(ratio)
        result.fill(Qt.GlobalColor.transparent)
        painter = QPainter(result)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setFont(small)
        for number, name in enumerate(("Front", "Back")):
            rect = QRect(number * (card + GAP), 0, card, height - caption)
            path = QPainterPath()
            path.addRoundedRect(rect, CORNER, CORNER)
            painter.save()
            painter.setClipPath(path)
            painter.fillRect(rect, QColor(look.raised))
            if self._images is not None:
                size = rect.size() * ratio
                image = self._images[number].scaled(
                    size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
                )
                painter.drawImage(rect, image)
            painter.restore()
            painter.setPen(QColor(look.muted))
            painter.drawText(rect.adjusted(0, rect.height(), 0, caption), Qt.AlignmentFlag.AlignCenter, name)
        painter.end()
        return result


def _image(made: Image) -> QImage:
    data = made.tobytes()
    return QImage(data, made.width, made.height, made.width * 3, QImage.Format.Format_RGB888).copy()
