"""Sound in films: any file that can be decoded, in step with the picture, exactly as long, and faded out."""

from pathlib import Path

import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray

from neuroglow.errors import InputError
from neuroglow.video import film
from neuroglow.video.audio import RATE, Sound, decoded, duration, softer
from neuroglow.video.options import Options
from neuroglow.video.storyboard import Scene, Storyboard
from tests.video.studio import SMALL, click_track, filmed, heard, times

CLICKS = (0.5, 1.25, 2.0)


def clicks(sound: NDArray[np.float32], rate: int) -> list[float]:
    """When clicks begin, in seconds."""
    loud = np.flatnonzero(np.abs(sound) > 0.2)
    starts = loud[np.insert(np.diff(loud) > rate / 10, 0, True)]
    return [float(start) / rate for start in starts]


@pytest.mark.parametrize("suffix", [".wav", ".mp3", ".ogg", ".m4a", ".flac"])
def test_a_track_is_as_long_as_it_is(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"track{suffix}"
    click_track(path, 3.0, CLICKS)
    assert duration(str(path)) == pytest.approx(3.0, abs=0.06)
    whole = np.concatenate(list(decoded(str(path))), axis=1)[0]
    assert clicks(whole, RATE) == pytest.approx(CLICKS, abs=0.03)


@pytest.mark.parametrize(("name", "codec"), [("film.mp4", "aac"), ("film.webm", "opus")])
def test_sound_is_there_and_in_step(tmp_path: Path, name: str, codec: str) -> None:
    import av

    click_track(tmp_path / "track.wav", 10.0, CLICKS)
    options = msgspec.structs.replace(SMALL, audio=str(tmp_path / "track.wav"))
    filmed(tmp_path / name, range(90), options, workers=2)
    with av.open(str(tmp_path / name), "r") as container:
        assert [stream.type for stream in container.streams] == ["video", "audio"]
        assert container.streams.audio[0].codec_context.name == codec
    sound, rate = heard(tmp_path / name)
    assert clicks(sound, rate) == pytest.approx(CLICKS, abs=0.005)
    assert len(sound) / rate == pytest.approx(3.0, abs=0.03)
    assert len(times(tmp_path / name)) == 90


def test_sound_fades_out_at_the_end_and_is_followed_by_silence_when_it_is_shorter(tmp_path: Path) -> None:
    tone = np.sin(np.arange(4 * RATE) * 0.05).astype(np.float32)
    path = tmp_path / "tone.wav"
    write(path, tone)
    cut = np.concatenate(list(Sound(str(path), ".mp4", 2.0, 4.0)._heard()), axis=1)
    assert cut.shape == (2, 2 * RATE)
    assert np.abs(cut[0, : RATE // 2]).max() > 0.9
    assert np.abs(cut[0, -50:]).max() < 0.01
    longer = np.concatenate(list(Sound(str(path), ".mp4", 6.0, 4.0)._heard()), axis=1)
    assert longer.shape == (2, 6 * RATE)
    assert np.abs(longer[0, 4 * RATE + 100 :]).max() == 0
    whole = np.concatenate(list(Sound(str(path), ".mp4", 4.0, 4.01)._heard()), axis=1)
    assert np.abs(whole[0, int(3.9 * RATE) : int(3.95 * RATE)]).max() > 0.9, "a track that fits is heard to its end"


def write(path: Path, sound: NDArray[np.float32]) -> None:
    import wave

    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((sound * 32_000).astype("<i2").tobytes())


BOARD = Storyboard(steps=60, scenes=(Scene(kind="learning", seconds=4.0), Scene(kind="network", seconds=2.0)))


@pytest.mark.parametrize("seconds", [3.0, 4.321])
def test_a_film_that_fits_lasts_as_long_as_the_track_to_a_frame(tmp_path: Path, seconds: float) -> None:
    click_track(tmp_path / "track.wav", seconds, CLICKS)
    options = Options(width=160, height=90, fps=30, audio=str(tmp_path / "track.wav"), fit=True, workers=1)
    made = film.make("xor-milo", tmp_path / "film.mp4", BOARD, options)
    assert made.frames == round(seconds * 30) == len(times(tmp_path / "film.mp4"))
    sound, rate = heard(tmp_path / "film.mp4")
    assert clicks(sound, rate) == pytest.approx(CLICKS, abs=0.005)


def test_a_track_that_is_too_short_for_a_scene_is_named(tmp_path: Path) -> None:
    click_track(tmp_path / "track.wav", 0.8, [0.5])
    options = Options(width=160, height=90, audio=str(tmp_path / "track.wav"), fit=True, workers=1)
    with pytest.raises(InputError, match="scene"):
        film.make("xor-milo", tmp_path / "film.mp4", BOARD, options)
    assert not (tmp_path / "film.mp4").exists()


@pytest.mark.parametrize(
    "content", [b"", b"not sound", b"\0" * 4096, b"RIFF\xff\xff\xff\x7fWAVEfmt ", b"ID3" + bytes(500)]
)
def test_what_cannot_be_decoded_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "track.mp3"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"expected a track that can be decoded, got '.*track.mp3' \(.+\): export it"):
        duration(str(path))


def test_a_locked_track_is_one_sentence(tmp_path: Path) -> None:
    """What shops sold with DRM says so in its header, where the kind of sound would be."""
    click_track(tmp_path / "track.m4a", 1.0, [0.5])
    content = (tmp_path / "track.m4a").read_bytes()
    assert content.count(b"mp4a") == 1
    (tmp_path / "track.m4p").write_bytes(content.replace(b"mp4a", b"drms"))
    with pytest.raises(InputError, match="expected a track that can be decoded"):
        duration(str(tmp_path / "track.m4p"))


def test_many_channels_are_never_too_loud_together() -> None:
    assert softer(["FL", "FR"]) == softer(["FC"]) == 1
    assert softer(["FL", "FR", "FC"]) == pytest.approx(1 / 1.7071, rel=1e-4)
    assert softer(["FL", "FR", "FC", "LFE", "BL", "BR"]) == pytest.approx(1 / 2.4142, rel=1e-4)


@pytest.mark.parametrize("layout", ["5.1", "7.1", "quad"])
def test_a_mix_of_many_channels_keeps_its_range(tmp_path: Path, layout: str) -> None:
    import av

    tone = (np.sin(np.arange(RATE) * 0.05) * 0.8).astype(np.float32)
    with av.open(str(tmp_path / "track.wav"), "w") as container:
        stream = container.add_stream("pcm_f32le", rate=RATE, layout=layout)
        frame = av.AudioFrame.from_ndarray(
            np.tile(tone[:, None], av.AudioLayout(layout).nb_channels).reshape(1, -1), "flt", layout
        )
        frame.sample_rate, frame.pts = RATE, 0
        container.mux(stream.encode(frame))
    mixed = np.concatenate(list(decoded(str(tmp_path / "track.wav"))), axis=1)
    assert 0.7 < np.abs(mixed).max() <= 0.81


def test_a_little_rubbish_at_the_end_does_no_harm(tmp_path: Path) -> None:
    click_track(tmp_path / "track.mp3", 2.0, [0.5])
    rubbish = np.random.default_rng(0).integers(0, 256, 3_000, np.uint8).tobytes()
    (tmp_path / "worn.mp3").write_bytes((tmp_path / "track.mp3").read_bytes() + rubbish)
    assert duration(str(tmp_path / "worn.mp3")) == pytest.approx(2.0, abs=0.1)


def test_a_playlist_is_no_track(tmp_path: Path) -> None:
    """It names what would be fetched."""
    click_track(tmp_path / "track.mp3", 2.0, [0.5])
    for name, content in (
        ("list.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\ntrack.mp3\n#EXT-X-ENDLIST\n"),
        ("list.txt", "ffconcat version 1.0\nfile track.mp3\n"),
    ):
        (tmp_path / name).write_text(content)
        with pytest.raises(InputError, match="expected a track that can be decoded"):
            duration(str(tmp_path / name))


def test_a_track_without_sound_and_one_that_is_not_there(tmp_path: Path) -> None:
    filmed(tmp_path / "silent.mp4", range(5))
    with pytest.raises(InputError, match="there is no sound in it"):
        duration(str(tmp_path / "silent.mp4"))
    with pytest.raises(InputError, match="check the path"):
        duration(str(tmp_path / "nowhere.mp3"))
