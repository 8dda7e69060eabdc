app_name = "covenants"
urlpatterns = []
