"""What lessons adds to the CMS."""

from wagtail import hooks

from lessons.certificates.admin import CertificateViewSet


@hooks.register("register_admin_viewset")
def certificates() -> CertificateViewSet:
    return CertificateViewSet()
